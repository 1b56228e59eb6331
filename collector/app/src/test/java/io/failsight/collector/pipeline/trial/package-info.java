@NullMarked
package io.failsight.collector.pipeline.trial;

import org.jspecify.annotations.NullMarked;
