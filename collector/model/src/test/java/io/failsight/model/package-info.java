@NullMarked
package io.failsight.model;

import org.jspecify.annotations.NullMarked;
