/** Tests of the walk over export requests. */
@NullMarked
package io.failsight.collector.receive.otlp.request;

import org.jspecify.annotations.NullMarked;
