/**
 * The part of the HTTP API that tells of incidents and clusters, live and afterwards, and takes what operators do. Needs no OpenSearch: everything comes
 * from the ledger and the core.
 */
@NullMarked
package io.failsight.engine.api.incident;

import org.jspecify.annotations.NullMarked;
