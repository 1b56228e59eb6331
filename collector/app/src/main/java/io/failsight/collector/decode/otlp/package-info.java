/**
 * OTLP export requests to entries, by walking the protobuf wire format: fields of entries are spans of the request's own bytes, no
 * message objects are built, and no protobuf library is used. Source: opentelemetry-proto 1.11 (logs, trace, common, resource).
 */
@NullMarked
package io.failsight.collector.decode.otlp;

import org.jspecify.annotations.NullMarked;
