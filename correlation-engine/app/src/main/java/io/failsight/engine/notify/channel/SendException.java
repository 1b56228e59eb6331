package io.failsight.engine.notify.channel;

/** A message was not taken; the words say what is wrong and what to do. */
public final class SendException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private SendException(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    /** Nobody is there, or has no time: every other message would meet the same. */
    public static SendException away(String message, Throwable cause) {
        return new SendException(message, false, cause);
    }

    /** Somebody is there and does not want this message: another one may do better. */
    public static SendException refused(String message, Throwable cause) {
        return new SendException(message, true, cause);
    }

    /** Whether somebody is there and does not want it. */
    public boolean isRefused() {
        return refused;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
