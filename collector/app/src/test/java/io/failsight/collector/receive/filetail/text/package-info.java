@NullMarked
package io.failsight.collector.receive.filetail.text;

import org.jspecify.annotations.NullMarked;
