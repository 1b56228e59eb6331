@NullMarked
package io.failsight.engine.audit;

import org.jspecify.annotations.NullMarked;
