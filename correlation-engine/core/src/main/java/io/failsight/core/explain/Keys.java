package io.failsight.core.explain;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keys of incidents: the same on every machine for the same cluster and the same first evidence. */
public final class Keys {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Keys() {}

    /** Key of the incident of a cluster (or site) with that first evidence. */
    public static String of(String cluster, String firstEvidence) {
        long hash = FNV_BASIS;
        for (byte each : (cluster + '\0' + firstEvidence).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
