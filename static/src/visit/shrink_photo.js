/** Longest side of a photo that is sent: enough to read a label, small enough for a phone's connection. */
const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

/**
 * Return a picture file as base64 JPEG of at most LONGEST_SIDE.
 *
 * @param {File} file
 * @returns {Promise<string>}
 */
export async function shrinkPhoto(file) {
    const url = URL.createObjectURL(file);
    try {
        const image = new Image();
        image.src = url;
        await image.decode();
        const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
        canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
    } finally {
        URL.revokeObjectURL(url);
    }
}
