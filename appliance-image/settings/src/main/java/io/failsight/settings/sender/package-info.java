/**
 * Who may send, with what credentials: the file {@code secrets/senders.yaml}, how it is read while it changes, and how it is changed. The
 * collector reads it, the command {@code sender} and the console change it.
 */
@NullMarked
package io.failsight.settings.sender;

import org.jspecify.annotations.NullMarked;
