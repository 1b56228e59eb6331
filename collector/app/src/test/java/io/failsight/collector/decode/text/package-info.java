@NullMarked
package io.failsight.collector.decode.text;

import org.jspecify.annotations.NullMarked;
