/** Who may send, over the API: made and revoked there, and who came last when. */
@NullMarked
package io.failsight.engine.api.sender;

import org.jspecify.annotations.NullMarked;
