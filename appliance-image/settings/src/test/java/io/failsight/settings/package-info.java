@NullMarked
package io.failsight.settings;

import org.jspecify.annotations.NullMarked;
