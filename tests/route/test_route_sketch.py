from unittest import TestCase

from lxml import etree

from odoo.addons.sales_os.algorithms.route.route_sketch import SketchPoint, route_sketch

SVG = "{http://www.w3.org/2000/svg}"


def point(latitude, longitude, label="", **vals):
    return SketchPoint(latitude=latitude, longitude=longitude, label=label, **vals)


def circles(svg):
    return [(float(node.get("cx")), float(node.get("cy"))) for node in etree.fromstring(svg).iter(f"{SVG}circle")]


class TestRouteSketch(TestCase):
    def test_north_is_up_and_east_is_right(self):
        south_west, north_east = circles(route_sketch(points=[point(45.0, 16.0, "1"), point(46.0, 17.0, "2")]))
        self.assertLess(south_west[0], north_east[0])
        self.assertGreater(south_west[1], north_east[1])

    def test_all_stops_lie_inside_the_picture(self):
        stops = [point(45 + (index * 37 % 11) / 10, 16 + (index * 53 % 17) / 10, str(index)) for index in range(25)]
        for x, y in circles(route_sketch(points=stops, width=400, height=200)):
            self.assertTrue(0 < x < 400 and 0 < y < 200)

    def test_stops_at_one_address_do_not_cover_each_other(self):
        first, second = circles(route_sketch(points=[point(45.0, 16.0, "1"), point(45.0, 16.0, "2")]))
        self.assertGreater(abs(first[0] - second[0]) + abs(first[1] - second[1]), 10)

    def test_home_is_drawn_once_though_the_day_begins_and_ends_there(self):
        home = point(45.0, 16.0, is_home=True)
        root = etree.fromstring(route_sketch(points=[home, point(45.1, 16.1, "1"), home]))
        self.assertEqual(len(root.findall(f"{SVG}rect")), 2)  # the frame and the home
        self.assertEqual(root.find(f"{SVG}path").get("d").count("L"), 2)

    def test_a_label_cannot_bring_markup(self):
        svg = route_sketch(points=[point(45.0, 16.0, "<b>&")])
        self.assertEqual([node.text for node in etree.fromstring(svg).iter(f"{SVG}text")], ["b"])

    def test_a_route_over_the_date_line_takes_the_short_way(self):
        west, east = circles(route_sketch(points=[point(-17.0, 179.5, "1"), point(-17.0, -179.5, "2")]))
        self.assertLess(west[0], east[0])

    def test_nothing_to_draw(self):
        self.assertEqual(route_sketch(points=[]), "")
