/** What is watched: sites, nodes, clusters, sources that must speak, checks that ask. Data and the keys that read it. */
@NullMarked
package io.failsight.settings.topology;

import org.jspecify.annotations.NullMarked;
