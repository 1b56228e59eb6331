@NullMarked
package io.failsight.engine.notify.channel;

import org.jspecify.annotations.NullMarked;
