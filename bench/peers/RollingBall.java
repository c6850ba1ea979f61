import ij.io.Opener;
import ij.plugin.filter.BackgroundSubtracter;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ImageJ's side of the rolling ball: prints seconds a run, and writes the background of the last run as float32, little-endian.
 * java -cp ij.jar RollingBall.java IMAGE.tif RADIUS LIGHT(true|false) SMOOTH(true|false) RUNS BACKGROUND.f32
 */
public class RollingBall {
    public static void main(String[] args) throws Exception {
        ImageProcessor source = new Opener().openImage(args[0]).getProcessor();
        double radius = Double.parseDouble(args[1]);
        boolean light = Boolean.parseBoolean(args[2]);
        boolean smooth = Boolean.parseBoolean(args[3]);
        ImageProcessor background = source;
        for (int run = 0; run < Integer.parseInt(args[4]); run++) {
            background = source.duplicate();
            long start = System.nanoTime();
            new BackgroundSubtracter().rollingBallBackground(background, radius, true, light, false, smooth, true);
            System.out.println((System.nanoTime() - start) / 1e9);
        }
        FloatProcessor values = background.convertToFloatProcessor();
        float[] pixels = (float[]) values.getPixels();
        ByteBuffer bytes = ByteBuffer.allocate(4 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float pixel : pixels) bytes.putFloat(pixel);
        try (DataOutputStream out = new DataOutputStream(new FileOutputStream(args[5]))) {
            out.write(bytes.array());
        }
    }
}
