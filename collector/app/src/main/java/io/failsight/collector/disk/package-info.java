/**
 * How full the file system of the data folder is, whoever filled it, and what follows from that: steps at 85, 92 and 97 % (docs/adr/0015).
 */
@NullMarked
package io.failsight.collector.disk;

import org.jspecify.annotations.NullMarked;
