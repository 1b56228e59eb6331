/** What an engine may ask of this collector, and have it do. */
@NullMarked
package io.failsight.collector.pipeline.control;

import org.jspecify.annotations.NullMarked;
