/** Tests of the OTLP decoders against messages that the official protobuf classes wrote. */
@NullMarked
package io.failsight.collector.decode.otlp;

import org.jspecify.annotations.NullMarked;
