namespace Bellwether.Systems.Plots;

/// <summary>Lines over a common axis, with marked moments: figures over days, calibration, trade-offs.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="XLabel">What the horizontal axis counts.</param>
/// <param name="YLabel">What the vertical axis counts.</param>
public sealed record LineChart(string Title, string XLabel, string YLabel)
{
    private const int Width = 760, Height = 340, Left = 64, Right = 20, Top = 64, Bottom = 46;

    /// <summary>The lines.</summary>
    public required IReadOnlyList<LineSeries> Series { get; init; }

    /// <summary>The marked moments.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Whether the vertical axis begins at zero.</summary>
    public bool FromZero { get; init; } = true;

    /// <summary>The chart as SVG.</summary>
    public string ToSvg()
    {
        var top = Top + Legend().Max(place => place.Y);
        var canvas = new SvgCanvas(Width, Height, Title);
        var xs = Series.SelectMany(s => s.X).Concat(Marks.Select(m => m.X)).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var ys = Series.SelectMany(s => s.Y).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var x = new Axis(xs.Min(), xs.Max(), Left, Width - Right);
        var y = new Axis(FromZero ? Math.Min(0, ys.Min()) : ys.Min(), ys.Max(), Height - Bottom, top);
        DrawAxes(canvas, x, y);
        for (var i = 0; i < Marks.Count; i++)
        {
            var place = x.Place(Marks[i].X);
            canvas.Line(place, top, place, Height - Bottom, "#999999", 1, "3 3");
            canvas.Text(place + 3, top + 10 + (i % 4 * 13), Marks[i].Label, size: 10, colour: "#666666");
        }

        var legend = Legend();
        for (var i = 0; i < Series.Count; i++)
        {
            var (series, colour) = (Series[i], SvgCanvas.Colours[i % SvgCanvas.Colours.Length]);
            canvas.Path(series.X.Zip(series.Y, (a, b) => (x.Place(a), double.IsFinite(b) ? y.Place(b) : double.NaN)), colour, series.Dashed ? "6 4" : "");
            if (series.X.Count <= 24 && !series.Dashed)
                for (var k = 0; k < series.X.Count; k++)
                    if (double.IsFinite(series.Y[k]))
                        canvas.Dot(x.Place(series.X[k]), y.Place(series.Y[k]), colour);
            var (at, row) = legend[i];
            canvas.Line(at, 44 + row, at + 18, 44 + row, colour, 3, series.Dashed ? "6 4" : "");
            canvas.Text(at + 24, 48 + row, series.Name);
        }

        return canvas.ToString();
    }

    /// <summary>Where the names of the series stand, from the left and below the first row; a name that would leave the chart begins a new row.</summary>
    private List<(double X, double Y)> Legend()
    {
        var places = new List<(double X, double Y)> { (Left, 0) };
        for (var i = 0; i + 1 < Series.Count; i++)
        {
            var next = places[i].X + 40 + (Series[i].Name.Length * 7.0);
            var fits = next + 24 + (Series[i + 1].Name.Length * 7.0) <= Width - Right;
            places.Add(fits ? (next, places[i].Y) : (Left, places[i].Y + 16));
        }

        return places;
    }

    private void DrawAxes(SvgCanvas canvas, Axis x, Axis y)
    {
        foreach (var tick in y.Ticks)
        {
            canvas.Line(Left, y.Place(tick), Width - Right, y.Place(tick), "#e4e4e4");
            canvas.Text(Left - 8, y.Place(tick) + 4, y.Label(tick), "end", 11, "#666666");
        }

        foreach (var tick in x.Ticks)
            canvas.Text(x.Place(tick), Height - Bottom + 16, x.Label(tick), "middle", 11, "#666666");
        canvas.Text((Left + Width - Right) / 2.0, Height - 10, XLabel, "middle", colour: "#666666");
        canvas.Text(Width - Right, 24, YLabel, "end", 11, "#666666");
    }
}
