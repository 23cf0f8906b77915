using System.Globalization;
using System.Net;
using System.Text;

namespace Bellwether.Systems.Plots;

/// <summary>Writes SVG: legible on light and dark pages, the same bytes for the same figures.</summary>
internal sealed class SvgCanvas
{
    public static readonly string[] Colours = ["#3b7dd8", "#d9822b", "#2f9e6e", "#b0489a", "#8a6d3b", "#c0392b", "#5f6caf", "#7a9a01", "#333333"];
    private readonly StringBuilder _svg = new();

    public SvgCanvas(int width, int height, string title)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        Text(16, 24, title, size: 14, weight: "600");
    }

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") =>
        _svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"{colour}\" stroke-width=\"{width}\"{Dash(dash)}/>\n");

    public void Path(IEnumerable<(double X, double Y)> points, string colour, string dash = "")
    {
        var d = new StringBuilder();
        var pen = false;
        foreach (var (x, y) in points)
        {
            if (double.IsNaN(y))
            {
                pen = false;
                continue;
            }

            d.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{x:F1} {y:F1}");
            pen = true;
        }

        if (d.Length > 0)
            _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-linejoin=\"round\"{Dash(dash)}/>\n");
    }

    public void Box(double x, double y, double width, double height, string colour, double opacity = 1) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:F1}\" y=\"{y:F1}\" width=\"{Math.Max(0, width):F1}\" height=\"{Math.Max(0, height):F1}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>\n");

    public void Dot(double x, double y, string colour) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"3.5\" fill=\"{colour}\"/>\n");

    public void Text(double x, double y, string text, string anchor = "start", int size = 12, string colour = "#333333", string weight = "400") =>
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{Escape(text)}</text>\n");

    public override string ToString() => _svg + "</svg>\n";

    private static string Dash(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
