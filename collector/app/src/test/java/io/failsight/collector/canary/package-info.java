@NullMarked
package io.failsight.collector.canary;

import org.jspecify.annotations.NullMarked;
