package io.failsight.collector.receive.otlp;

import com.google.rpc.Code;

/** Whether a request is read at all. */
sealed interface OtlpVerdict {
    /** It is. */
    record Admitted(OtlpSender sender) implements OtlpVerdict {}

    /**
     * It is not.
     *
     * @param http status over HTTP
     * @param code status over gRPC
     * @param words what is wrong and what to do
     */
    record Denied(int http, Code code, String words) implements OtlpVerdict {
        static Denied unauthenticated(String words) {
            return new Denied(401, Code.UNAUTHENTICATED, words);
        }

        static Denied notAllowed(String words) {
            return new Denied(403, Code.PERMISSION_DENIED, words);
        }
    }
}
