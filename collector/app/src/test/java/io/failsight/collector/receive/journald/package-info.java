@NullMarked
package io.failsight.collector.receive.journald;

import org.jspecify.annotations.NullMarked;
