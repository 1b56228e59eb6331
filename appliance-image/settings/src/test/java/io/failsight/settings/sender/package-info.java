@NullMarked
package io.failsight.settings.sender;

import org.jspecify.annotations.NullMarked;
