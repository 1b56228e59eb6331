/** Times as senders write them, read from bytes without allocation for each line. */
@NullMarked
package io.failsight.collector.decode.time;

import org.jspecify.annotations.NullMarked;
