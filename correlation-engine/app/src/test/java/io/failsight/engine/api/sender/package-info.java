@NullMarked
package io.failsight.engine.api.sender;

import org.jspecify.annotations.NullMarked;
