@NullMarked
package io.failsight.collector.decode.journald;

import org.jspecify.annotations.NullMarked;
