/** What authors of HTTP providers use: transport, event framing, JSON, errors and the assembly of streams. */
package org.chatmodels.spi;
