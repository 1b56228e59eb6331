/** Whom to tell what, how and when: the receivers of notifications and the keys that read them. Plain values; nothing is sent here. */
@NullMarked
package io.failsight.settings.notify;

import org.jspecify.annotations.NullMarked;
