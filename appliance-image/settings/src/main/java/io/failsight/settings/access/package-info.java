/** Who may sign in beside the local accounts. */
@NullMarked
package io.failsight.settings.access;

import org.jspecify.annotations.NullMarked;
