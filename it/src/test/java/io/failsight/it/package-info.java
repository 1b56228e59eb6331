@NullMarked
package io.failsight.it;

import org.jspecify.annotations.NullMarked;
