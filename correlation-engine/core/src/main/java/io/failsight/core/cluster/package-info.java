/** State of clusters, nodes, resources and replication at an instant, and whether a failover would work now. Data only. */
@NullMarked
package io.failsight.core.cluster;

import org.jspecify.annotations.NullMarked;
