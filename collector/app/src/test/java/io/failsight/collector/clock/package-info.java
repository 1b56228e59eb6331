@NullMarked
package io.failsight.collector.clock;

import org.jspecify.annotations.NullMarked;
