package io.failsight.audit;

import java.util.List;

/**
 * What a check of the audit has shown.
 *
 * @param records how many there are
 * @param head number of the last one, 0 when there is none
 * @param headHash its hash
 * @param anchors how many records our own log knows
 * @param findings what is not as it was written, at most {@link AuditCheck#MAX_FINDINGS}; empty when all is well
 */
public record AuditReport(long records, long head, String headHash, int anchors, List<AuditFinding> findings) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing was changed, removed, put in or cut off. */
    public boolean isSound() {
        return findings.stream().noneMatch(finding -> finding.kind().isProof());
    }
}
