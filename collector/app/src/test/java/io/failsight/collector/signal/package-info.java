@NullMarked
package io.failsight.collector.signal;

import org.jspecify.annotations.NullMarked;
