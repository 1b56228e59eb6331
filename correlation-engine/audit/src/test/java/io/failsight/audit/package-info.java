@NullMarked
package io.failsight.audit;

import org.jspecify.annotations.NullMarked;
