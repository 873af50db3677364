/// Local HTTP for kiosk screens and technicians.
///
/// Owns the server, the JSON of the API, access to it, and the pages. A screen has no money state:
/// it asks the lane. It looks at `lane`, `sale`, `paper` and `trust`. A virtual thread a request.
package till.kiosk;
