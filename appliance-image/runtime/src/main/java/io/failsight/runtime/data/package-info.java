/** The data folder: its layout, its version, and the secrets made at the first start. */
@NullMarked
package io.failsight.runtime.data;

import org.jspecify.annotations.NullMarked;
