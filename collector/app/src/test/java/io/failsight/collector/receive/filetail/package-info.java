@NullMarked
package io.failsight.collector.receive.filetail;

import org.jspecify.annotations.NullMarked;
