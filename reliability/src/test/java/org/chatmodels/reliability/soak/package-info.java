/** Very many calls at once against a server with very many faults: nothing lost, doubled, wrong or leaked. */
package org.chatmodels.reliability.soak;
