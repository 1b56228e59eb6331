/**
 * JSON records to entries: a scanner over bytes, without a tree and without objects for each record. Well-known names of loggers become
 * typed fields, the rest becomes attributes. A record that is no JSON object stays whole in the body, and is marked.
 */
@NullMarked
package io.failsight.collector.decode.json;

import org.jspecify.annotations.NullMarked;
