@NullMarked
package io.failsight.engine.notify;

import org.jspecify.annotations.NullMarked;
