@NullMarked
package io.failsight.collector.pipeline;

import org.jspecify.annotations.NullMarked;
