package io.failsight.runtime.check;

import io.failsight.audit.Anchors;
import io.failsight.audit.AuditFile;
import io.failsight.audit.AuditFinding;
import io.failsight.audit.AuditReport;
import io.failsight.runtime.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Checks from outside that nobody changed the audit: its chain of hashes, and what the engine's log told of it. Stateless. */
public final class AuditTrail {
    /**
     * What was found.
     *
     * @param good one line when the chain is whole; blank otherwise
     * @param findings what is not
     */
    public record Result(String good, List<Finding> findings) {}

    private AuditTrail() {}

    /** Looks; the engine may run or not, its file is not changed. Empty when there is no audit yet. */
    public static Optional<Result> look(DataFolder folder) {
        Path file = folder.engine().resolve("failsight.db");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (System.getProperty("org.sqlite.tmpdir") == null) {
            // The system's temporary folder may forbid programs.
            System.setProperty("org.sqlite.tmpdir", folder.engine().toString());
        }
        try {
            Anchors anchors = Anchors.of(folder.logs().resolve("correlation-engine.json"));
            return AuditFile.check(file, anchors).map(AuditTrail::result);
        } catch (IOException | SQLException e) {
            return Optional.of(
                    new Result(
                            "",
                            List.of(
                                    new Finding.Obstacle(
                                            "The audit in " + file + " cannot be checked (" + e.getMessage()
                                                    + "): run this as the account that runs Failsight; if it stays, restore the file from a backup."))));
        }
    }

    private static Result result(AuditReport report) {
        String good = report.isSound()
                ? "the audit is whole: " + report.records() + " records, " + report.anchors()
                        + " of them known to the engine's log"
                : "";
        return new Result(
                good, report.findings().stream().map(AuditTrail::finding).toList());
    }

    private static Finding finding(AuditFinding found) {
        return found.kind().isProof()
                ? new Finding.Obstacle("Audit: " + found.words()
                        + ". Compare with a backup, and with the entries of logger:io.failsight.audit.")
                : new Finding.Warning("Audit: " + found.words() + ".");
    }
}
