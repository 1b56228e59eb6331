/**
 * The OTLP door: export requests for logs and traces over HTTP (protobuf and JSON) and gRPC. One export request is one
 * batch: its bytes are checked by walking the wire format, journaled as they came, and acknowledged after that. What has
 * records that can never be taken is answered with OTLP's partial success. Source: OTLP specification 1.x, "OTLP/HTTP", "OTLP/gRPC".
 */
@NullMarked
package io.failsight.collector.receive.otlp;

import org.jspecify.annotations.NullMarked;
