package io.failsight.engine.notify.channel;

import org.snmp4j.smi.OID;

/** Object identifiers of FAILSIGHT-MIB (docs/mibs/FAILSIGHT-MIB.txt). */
final class SnmpNames {
    /** Number of example enterprises (RFC 5612): Failsight has none of its own. */
    static final int ENTERPRISE = 32_473;

    private static final OID ROOT = new OID("1.3.6.1.4.1." + ENTERPRISE + ".1");

    private SnmpNames() {}

    /** failsightIncidentOpened, -Escalated, -Redundant, failsightProof, failsightTest. */
    static OID notification(Reason reason) {
        return child(0, reason.ordinal() + 1);
    }

    /** An object of a notification, with the instance of a scalar. */
    static OID object(int number) {
        return child(1, number).append(0);
    }

    private static OID child(int branch, int number) {
        return new OID(ROOT).append(branch).append(number);
    }
}
