@NullMarked
package io.failsight.engine.collector;

import org.jspecify.annotations.NullMarked;
