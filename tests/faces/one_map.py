"""A page with one map on it, as templates and as what a test asks of it in the browser."""

from tests.faces.browsing import CHINESE, ENGLISH

PAGE = """
{% extends "shared/resident.html" %}
{% from "shared/map.html" import map, map_scripts, map_styles with context %}
{% block title %}{{ called }}{% endblock %}
{% block styles %}{{ map_styles() }}{% endblock %}
{% block scripts %}{{ map_scripts() }}{% endblock %}
{% block head %}{% endblock %}{% block foot %}{% endblock %}
{% block main %}<h1>{{ called }}</h1>
WHAT
<ul id="list"><li>1</li></ul>
<input class="ds-input" id="lon" aria-label="1"><input class="ds-input" id="lat" aria-label="2">
<input type="hidden" id="within">{% endblock %}
"""
CALLED = {CHINESE: "地图", ENGLISH: "Map"}
CHOOSING = "{{ map('it', view, called, lon='lon', lat='lat', accuracy='within', locate=true) }}"
WORKING = "{{ map('it', view, called, list='list', work=true) }}"
POINTING = "{{ map('it', view, called, list='list') }}"
STREET = "350300/350304/350304001/"
CASE = """async () => {
    const {mapOf} = await import(document.querySelector('script[src*="js/map.js"]').src);
    const map = mapOf(document.getElementById("it"));
    const view = map.chart.getView();
    // The first picture to be complete may still be that of the place before.
    const drawn = () => new Promise(done => {
        map.chart.once("rendercomplete", done);
        map.chart.render();
    });
    const extent = view.getProjection().getExtent();
    const cases = () => map.work.getFeaturesInExtent(extent).filter(one => one.get("layer") === "cases");
    view.setZoom(16);
    for (let looks = 0; looks < 50 && !cases().length; looks += 1) await drawn();
    const [found] = cases();
    const [x, y] = found.getExtent();
    view.setCenter([x, y]);
    const away = () => Math.hypot(...map.chart.getPixelFromCoordinate([x, y])
        .map((at, axis) => at - map.chart.getSize()[axis] / 2));
    for (let looks = 0; looks < 50 && (!looks || away() > 1); looks += 1) await drawn();
    return found.get("case_no");
}"""
MIDDLE = """async () => {
    const script = document.querySelector('script[src*="js/map.js"]').src;
    const {mapOf} = await import(script);
    const {toLonLat} = await import(script.replace("js/map.js", "vendor/ol.js"));
    return toLonLat(mapOf(it).chart.getView().getCenter());
}"""
