/** Tests of the OTLP door, most of them over real sockets. */
@NullMarked
package io.failsight.collector.receive.otlp;

import org.jspecify.annotations.NullMarked;
