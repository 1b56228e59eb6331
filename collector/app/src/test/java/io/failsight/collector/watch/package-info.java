@NullMarked
package io.failsight.collector.watch;

import org.jspecify.annotations.NullMarked;
