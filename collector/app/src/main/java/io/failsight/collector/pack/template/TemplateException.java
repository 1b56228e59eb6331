package io.failsight.collector.pack.template;

/** A text is not a template. The message says what is wrong, at which character and what to do. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    TemplateException(String message, int position) {
        super(message + " (character " + (position + 1) + ")");
    }
}
