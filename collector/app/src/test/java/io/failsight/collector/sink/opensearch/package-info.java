@NullMarked
package io.failsight.collector.sink.opensearch;

import org.jspecify.annotations.NullMarked;
