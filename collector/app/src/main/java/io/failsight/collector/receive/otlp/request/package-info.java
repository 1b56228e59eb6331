/** What an OTLP export request is made of: structure, what can never be taken, JSON to protobuf. Pure functions of bytes. */
@NullMarked
package io.failsight.collector.receive.otlp.request;

import org.jspecify.annotations.NullMarked;
