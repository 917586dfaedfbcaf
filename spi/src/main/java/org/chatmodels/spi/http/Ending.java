package org.chatmodels.spi.http;

/** Why an exchange is over; the first reason counts. */
enum Ending {
    /** The body was read to its end. */
    DONE,
    /** The wire or the server failed. */
    FAILED,
    /** The reader closed it. */
    CLOSED,
    INTERRUPTED,
    /** The transport was closed. */
    SHUT_DOWN,
    CONNECT,
    HEADERS,
    FIRST_TOKEN,
    TOTAL
}
