/**
 * Live tail: entries shortly after they became searchable. Best effort: a client that is too slow loses entries and is told how
 * many; nothing waits for it.
 *
 * <p>First form: one feed a query asks the index each second, whatever the number of its clients.
 */
@NullMarked
package io.failsight.engine.tail;

import org.jspecify.annotations.NullMarked;
